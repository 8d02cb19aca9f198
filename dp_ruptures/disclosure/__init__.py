"""Statistical disclosure control of linked magnitude tables: unsafe cells, exact suppression, audit."""
