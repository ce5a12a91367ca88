"""Where a person in danger is helped at any hour, and what to send them (R53)."""

import streamlit as st

from pages.components.markup import show_text

HELP = (
    "If a life is in danger, call 911. Else call or text 988, the Suicide and Crisis Lifeline, at "
    "any hour. Service members, veterans and their families press 1. For Spanish, press 2."
)
SAFETY_TEXTS = {
    "English": "We read your message, and we are concerned about you. If you are in danger now, "
    "call 911. At any hour you can call or text 988, the Suicide and Crisis Lifeline. It is free "
    "and confidential. If you or a family member serves or served in the military, press 1. "
    "Please tell someone near you how you feel. You are not alone.",
    "Spanish": "Leímos su mensaje y nos preocupa cómo está. Si está en peligro ahora, llame al "
    "911. A cualquier hora puede llamar al 988, la Línea de Prevención del Suicidio y Crisis. Es "
    "gratis y confidencial. Para hablar en español, oprima el 2. También puede enviar la palabra "
    "AYUDA por mensaje de texto al 988. Por favor, cuéntele a alguien cercano cómo se siente. No "
    "está solo ni sola.",
}


def show_help() -> None:
    """Whom to call, and the texts."""
    show_text(HELP)
    show_safety_texts()


def show_safety_texts() -> None:
    """The texts that a person copies and sends."""
    with st.expander("Safety text to copy and send"):
        for language, text in SAFETY_TEXTS.items():
            st.caption(language)
            st.code(text, language=None, wrap_lines=True)
