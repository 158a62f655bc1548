//! The pages that explain each problem to whoever meets one: `/problems` and `/problems/CODE`.

use axum::{
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use hjemmel_model::Language;
use hjemmel_pages::ProblemText;
use serde::Deserialize;

use super::PROBLEMS;
use crate::person::{language, nobody, page};

/// What the address may say.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    l: String,
}

fn texts(l: Language) -> impl Iterator<Item = ProblemText> {
    PROBLEMS.iter().map(move |(code, status, title)| ProblemText { code, status: *status, title: title.say(l) })
}

/// `GET /problems`: all of them.
pub async fn all(Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let l = language(&asked.l, &headers);
    page(StatusCode::OK, hjemmel_pages::problems(l, &nobody(), &texts(l).collect::<Vec<_>>()))
}

/// `GET /problems/CODE`: what it means and what to do about it.
pub async fn one(Path(code): Path<String>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let l = language(&asked.l, &headers);
    match texts(l).find(|text| text.code == code) {
        Some(text) => page(StatusCode::OK, hjemmel_pages::problem(l, &nobody(), &text)),
        None => page(StatusCode::NOT_FOUND, hjemmel_pages::said(l, &nobody(), "missing", "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_problem_is_explained_in_every_language() {
        for (code, status, _) in PROBLEMS {
            assert!(StatusCode::from_u16(*status).is_ok());
            for l in Language::ALL {
                let asked = Query(Asked { l: l.tag().into() });
                let answer = one(Path((*code).into()), asked, HeaderMap::new()).await;
                assert_eq!(answer.status(), StatusCode::OK, "`{code}` has no words in {}", l.tag());
            }
        }
        let asked = || Query(Asked { l: String::new() });
        assert_eq!(one(Path("nothing".into()), asked(), HeaderMap::new()).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(all(asked(), HeaderMap::new()).await.status(), StatusCode::OK);
    }
}
