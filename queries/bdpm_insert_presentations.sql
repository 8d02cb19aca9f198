-- One row per presentation of the public medicines database.
INSERT INTO presentation (cip13, cip7, cis, name, label, marketed_state, stopped, mitm, flu_vaccine)
SELECT
    unnest($cip13s::TEXT[]) AS cip13,
    unnest($cip7s::TEXT[]) AS cip7,
    unnest($cises::TEXT[]) AS cis,
    unnest($names::TEXT[]) AS name,
    unnest($labels::TEXT[]) AS label,
    unnest($marketed_states::TEXT[]) AS marketed_state,
    unnest($stopped::BOOLEAN[]) AS stopped,
    unnest($mitm::BOOLEAN[]) AS mitm,
    unnest($flu_vaccines::BOOLEAN[]) AS flu_vaccine;
