"""What answers before Streamlit does: the gate, sign-in, downloads and security headers."""
