-- One row per pharmacy of that FINESS number: at most one. account: its first one, persons of Pro Santé Connect
-- counted aside; invited_until: how long its last invitation not used yet is good.
SELECT
    pharmacy.finess,
    pharmacy.finess_ej,
    pharmacy.name,
    pharmacy.address,
    pharmacy.postcode,
    pharmacy.city,
    pharmacy.department_code,
    department.name AS department_name,
    pharmacy.opened_on,
    pharmacy.closed_on,
    pharmacy.updated_on,
    pharmacy.telephone,
    pharmacy.email,
    (
        SELECT min(account.name)
        FROM account
        WHERE account.finess = pharmacy.finess AND account.role = 'pharmacist' AND account.name NOT LIKE 'psc-%'
    ) AS account_name,
    (
        SELECT bool_and(account.locked)
        FROM account
        WHERE account.finess = pharmacy.finess AND account.role = 'pharmacist'
    ) AS is_locked,
    (
        SELECT count(*)
        FROM account
        WHERE account.finess = pharmacy.finess AND account.role = 'pharmacist' AND account.name LIKE 'psc-%'
    ) AS persons,
    (
        SELECT max(one_time_link.expires_at)
        FROM one_time_link
        WHERE
            one_time_link.finess = pharmacy.finess
            AND one_time_link.purpose = 'invitation'
            AND one_time_link.sent_at IS NOT NULL
            AND one_time_link.used_at IS NULL
            AND one_time_link.expires_at > $now
    ) AS invited_until
FROM pharmacy
INNER JOIN department ON pharmacy.department_code = department.department_code
WHERE pharmacy.finess = $finess;
