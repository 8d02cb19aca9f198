"""What the server adds around Streamlit: headers, language, routes, assets."""
