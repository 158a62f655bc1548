//! Headers that `lettre` does not know.

use lettre::message::header::{Header, HeaderName, HeaderValue};

type Unreadable = Box<dyn std::error::Error + std::marker::Send + Sync>;

macro_rules! header {
    ($(#[$doc:meta])* $name:ident, $text:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub(crate) struct $name(pub(crate) String);

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($text)
            }

            fn parse(text: &str) -> Result<Self, Unreadable> {
                Ok($name(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

header!(
    /// Where to unsubscribe (RFC 2369).
    ListUnsubscribe, "List-Unsubscribe"
);
header!(
    /// That one POST is enough (RFC 8058).
    ListUnsubscribePost, "List-Unsubscribe-Post"
);
header!(
    /// That no machine should answer (RFC 3834).
    AutoSubmitted, "Auto-Submitted"
);
