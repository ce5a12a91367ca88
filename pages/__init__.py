"""All that knows Streamlit: the frame of every run, the door to core, and one file a page."""
