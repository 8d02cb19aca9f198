-- One row per department not yet known; a department already there is left as it is.
INSERT INTO department (department_code, name, region_code, population, zone)
SELECT
    unnest($codes::TEXT[]) AS department_code,
    unnest($names::TEXT[]) AS name,
    unnest($region_codes::TEXT[]) AS region_code,
    unnest($populations::INTEGER[]) AS population,
    unnest($zones::TEXT[]) AS zone
ON CONFLICT DO NOTHING;
