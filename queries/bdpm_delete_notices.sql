-- One row per ANSM notice known: all of them go, newer ones come.
DELETE FROM ansm_notice;
