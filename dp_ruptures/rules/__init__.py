"""Pure rules of the field: no Streamlit, no database, no clock."""
