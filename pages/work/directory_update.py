"""Filing the change of a provider's Evernorth listing: who, what is wrong, and who asked."""

import streamlit as st

from core.requests.listing.file import FileDirectoryUpdate, ListingAsked, file_directory_update
from core.rules.requests.corrections import clean
from core.rules.requests.listing import Directory
from core.rules.requests.listing import missing as listing_missing
from pages import context
from pages.components import notices
from pages.components.markup import fill, show
from pages.work import directory_form, requester

NAME = "file-directory"
OF = {Directory.EVERNORTH: "Evernorth", Directory.OTHER: "Another plan's"}
prefix = f"{NAME}-{context.form_key(NAME)}"
problems = context.problems(NAME)

st.title("Update a directory listing")
show(
    fill(
        '<p class="desk quiet">For what Evernorth lists of a provider, and for one who stopped '
        "taking Military OneSource clients. What is missing can be added later: the request is "
        "then filed incomplete, and its clock waits.</p>"
    )
)
st.subheader("Whose listing", divider="gray")
directory = st.segmented_control(
    "Whose directory is wrong",
    list(Directory),
    default=Directory.EVERNORTH,
    format_func=OF.__getitem__,
    required=True,
    key=f"{prefix}-directory",
)
start = ListingAsked(st.query_params.get("provider", ""), "", "", ())
typed = directory_form.asked(prefix, start, problems, directory or Directory.EVERNORTH)
st.subheader("Who asked", divider="gray")
who = requester.draw(prefix, problems)
missing = listing_missing(clean(typed.full_name), clean(typed.npi), typed.lines)
if missing:
    hint = f"Would be filed incomplete, its clock waiting. Still missing: {', '.join(missing)}."
    show(fill('<p class="desk hint">{hint}</p>', hint=hint))
if problems:
    notices.plain("Some fields need another look; they are marked above. Nothing was filed yet.")
if st.button("File the request", type="primary", icon=":material/send:", key=f"{prefix}-file"):
    context.submit(NAME, file_directory_update, FileDirectoryUpdate(typed, who), "work/request.py")
    st.rerun()
