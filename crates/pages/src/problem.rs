//! The pages behind the `type` of a problem: what it means and what to do about it.

use hjemmel_model::{Controller, Language};
use hjemmel_words::word;
use minijinja::{context, value::Serde};
use serde::Serialize;

use crate::{PageError, campaign::escape, render};

/// A problem as its page explains it.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemText {
    /// Its code.
    pub code: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
    /// What it is.
    pub title: String,
}

/// Render the page that explains one problem.
pub fn problem(language: Language, brand: &Controller, problem: &ProblemText) -> Result<String, PageError> {
    let told = |part: &str| word(language, &format!("explain_{}_{part}", problem.code)).ok_or(PageError);
    let more = context! { problem => Serde(problem), means => told("means")?, todo => told("do")? };
    render("problem.html", language, brand, more)
}

/// Render the list of all problems.
pub fn problems(language: Language, brand: &Controller, all: &[ProblemText]) -> Result<String, PageError> {
    render("problems.html", language, brand, context! { problems => Serde(all) })
}

/// A text as HTML, in which what stands between backticks is a name.
pub(crate) fn names(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(n, part)| if n % 2 == 1 { format!("<code>{}</code>", escape(part)) } else { escape(part) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_explained_in_every_language_with_its_names_marked() {
        let brand = Controller {
            name: "Hjemmel".into(),
            address: String::new(),
            contact: String::new(),
            policy_url: String::new(),
        };
        let text = ProblemText { code: "cross_site", status: 403, title: "<b>".into() };
        for l in Language::ALL {
            let page = problem(l, &brand, &text).unwrap();
            assert!(page.contains("<code>X-Hjemmel: 1</code>") && page.contains("403"), "{page}");
            assert!(page.contains("<h1>&lt;b&gt;</h1>") && !page.contains('`'), "{page}");
            let list = problems(l, &brand, std::slice::from_ref(&text)).unwrap();
            assert!(list.contains("href=\"/problems/cross_site\"") && !list.contains("<b>"), "{list}");
        }
        let unknown = ProblemText { code: "unknown", ..text };
        assert_eq!(problem(Language::Da, &brand, &unknown), Err(PageError));
    }
}
