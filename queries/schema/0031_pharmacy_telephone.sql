-- Whom to call: ten digits, as the FINESS register gives them. NULL: the register gives none.
ALTER TABLE pharmacy ADD COLUMN telephone TEXT;
