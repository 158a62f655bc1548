//! Files built beside the binary: the tag and the console.

use axum::{
    http::{StatusCode, Uri, header},
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

const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; \
                      frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// The console: a file, or its page for every other path.
pub async fn console(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    // Without a console the binary serves everything else.
    let (file, name) = match ConsoleFiles::get(path).filter(|_| !path.is_empty()) {
        Some(file) => (file, path),
        None => match ConsoleFiles::get("index.html") {
            Some(file) => (file, "index.html"),
            None => {
                return (StatusCode::NOT_FOUND, "the console is not part of this build: run `make console`\n")
                    .into_response();
            }
        },
    };
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
