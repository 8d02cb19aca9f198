"""Exact cell suppression by capacity cuts (Fischetti and Salazar-González, 2001)."""
