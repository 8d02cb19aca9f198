-- One row per act on a shortage.
INSERT INTO shortage_event (
    shortage_id, step, event_id, kind, state, happened_at, author, last_supply, distributors, asked_at,
    reason, missing_units, answer, expected_on, redelivered_on
)
SELECT
    unnest($shortage_ids::TEXT[]) AS shortage_id,
    unnest($steps::INTEGER[]) AS step,
    unnest($event_ids::TEXT[]) AS event_id,
    unnest($kinds::TEXT[]) AS kind,
    unnest($states::TEXT[]) AS state,
    unnest($instants::TIMESTAMP[]) AS happened_at,
    unnest($authors::TEXT[]) AS author,
    unnest($last_supplies::DATE[]) AS last_supply,
    unnest($distributors::INTEGER[]) AS distributors,
    unnest($asked_ats::TIMESTAMP[]) AS asked_at,
    unnest($reasons::TEXT[]) AS reason,
    unnest($missing_units::INTEGER[]) AS missing_units,
    unnest($answers::TEXT[]) AS answer,
    unnest($expected_ons::DATE[]) AS expected_on,
    unnest($redelivered_ons::DATE[]) AS redelivered_on;
