"""What Session Desk knows and does; no Streamlit and no Altair in here."""
