-- One row per account of a pharmacy closed longer than the retention: erased.
DELETE FROM account
WHERE
    role = 'pharmacist'
    AND finess IN (
        SELECT finess FROM pharmacy
        WHERE closed_on < $week
    );
