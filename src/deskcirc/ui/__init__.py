"""The only Qt: it shows what the desk did. State modules in here are plain Python and import no Qt."""
