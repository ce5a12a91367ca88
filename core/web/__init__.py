"""What answers before Streamlit does: sign-in, the gate and the headers, as plain ASGI."""
