//! Files built beside the binary: the tag and the console.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// The tag, built from `tag/`.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../tag/dist"]
#[allow_missing = true]
pub struct TagFiles;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../console/dist"]
#[allow_missing = true]
struct ConsoleFiles;

/// Styles stay `unsafe-inline`: the components write style elements of their own, the charts style attributes; no script
/// may, and nothing is loaded from elsewhere, so that a style could carry nothing out.
const POLICY: &str = "default-src 'self'; script-src 'self'; object-src 'none'; img-src 'self' data:; \
                      style-src 'self' 'unsafe-inline'; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; \
                      form-action 'self'";

/// Addresses that the console draws itself: those of its features' manifests, and where a link leads (`App.tsx`).
const ROUTES: &[&str] = &[
    "/",
    "/audience",
    "/consent",
    "/design",
    "/docs",
    "/people",
    "/reach",
    "/register/*",
    "/requests/*",
    "/segments",
    "/settings",
    "/welcome",
];

/// Whether the console draws a page for that path.
pub fn console_route(path: &str) -> bool {
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    ROUTES.iter().any(|route| match route.strip_suffix("/*") {
        Some(start) => path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        None => *route == path,
    })
}

/// A file of the console, if there is one of that path.
pub fn console_file(path: &str) -> Option<Response> {
    let name = path.strip_prefix('/').filter(|name| !name.is_empty())?;
    Some(answer(name, ConsoleFiles::get(name)?))
}

/// The console's page.
pub fn console_page() -> Response {
    match ConsoleFiles::get("index.html") {
        Some(file) => answer("index.html", file),
        // Without a console the binary serves everything else.
        None => (StatusCode::NOT_FOUND, "the console is not part of this build: run `make console`\n").into_response(),
    }
}

fn answer(name: &str, file: rust_embed::EmbeddedFile) -> Response {
    // Files under assets/ carry their hash in their name.
    let caching = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = file.metadata.mimetype().to_owned();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, caching.to_owned()),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
    ];
    (headers, file.data).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_routes_are_those_that_the_console_draws() {
        let src = concat!(env!("CARGO_MANIFEST_DIR"), "/../../console/src");
        let quoted = |text: &str, start: &str| {
            let parts = text.split(start).skip(1).filter_map(|rest| rest.split('"').next());
            parts.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut drawn = quoted(&std::fs::read_to_string(format!("{src}/App.tsx")).unwrap(), "pathname === \"");
        for feature in std::fs::read_dir(format!("{src}/features")).unwrap() {
            // A folder without a manifest is a part of others.
            let Ok(manifest) = std::fs::read_to_string(feature.unwrap().path().join("manifest.ts")) else { continue };
            drawn.extend(quoted(&manifest, "path: \""));
        }
        drawn.sort();
        drawn.dedup();
        assert_eq!(drawn, ROUTES, "`ROUTES` and the console's own do not agree");
        assert!(console_route("/people/") && console_route("/") && !console_route("/people/x") && !console_route("/x"));
    }
}
