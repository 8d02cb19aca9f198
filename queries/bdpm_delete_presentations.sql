-- One row per presentation known: all of them go, a newer database comes.
DELETE FROM presentation;
