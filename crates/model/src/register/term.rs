//! Closed lists of terms, each written once: the type, how a term is stored, and what the Data Privacy Vocabulary calls it.

macro_rules! terms {
    ($($(#[$doc:meta])+ $name:ident in $list:literal, $words:literal {
        $($(#[$vdoc:meta])+ $variant:ident = $term:literal, $dpv:literal;)+
    })+) => {
        $(
            $(#[$doc])+
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
            #[serde(rename_all = "snake_case")]
            pub enum $name {
                $($(#[$vdoc])+ $variant,)+
            }

            impl $name {
                /// All of them, in the order in which they are offered.
                pub const ALL: &'static [$name] = &[$($name::$variant,)+];
                /// The list that fields are declared with.
                pub const LIST: $crate::register::TermList =
                    $crate::register::TermList { name: $list, words: $words, terms: &[$(($term, $dpv),)+] };

                /// As stored and shown.
                pub fn name(self) -> &'static str {
                    match self { $($name::$variant => $term,)+ }
                }
            }
        )+
    };
}
pub(crate) use terms;
