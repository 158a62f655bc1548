//! HTTP: the API under `/api/v1`, the tag and its endpoints, the dialects of other trackers, the console.
//!
//! Invariant: an endpoint that touches personal data gets its actor from [`auth::Staff`], and answers an error as an
//! RFC 9457 problem from the one registry in [`problem`].

mod api;
mod assets;
mod auth;
mod browser;
mod caller;
mod collect;
mod deadline;
mod description;
mod edge;
mod form_element;
mod headers;
mod health;
mod holder;
mod limits;
mod metrics;
mod operation;
mod person;
mod problem;
mod samples;
mod tag;
mod unknown;

use std::{net::IpAddr, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use hjemmel_app::App;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, set_header::SetResponseHeaderLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub use edge::{EdgeOptions, serve};
pub use health::{Check, Health};
pub use limits::{ChoiceLimits, Limits};
pub use metrics::Metrics;
pub use problem::{PROBLEMS, Problem};
pub use samples::request as sample;

/// How the server runs.
#[derive(Clone, Debug, Default)]
pub struct HttpOptions {
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether cookies of staff are for HTTPS only.
    pub secure_cookies: bool,
    /// Words for the sign-in page of the demo; empty for real use.
    pub demo: Option<DemoHint>,
    /// The token that opens `/metrics` to whoever sends it; without one it is closed.
    pub metrics_token: Option<String>,
    /// How many choices are taken.
    pub choices: ChoiceLimits,
}

/// What the sign-in page of the demo tells.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct DemoHint {
    /// Address to sign in with.
    pub email: String,
    /// Password to sign in with.
    pub password: String,
    /// Where the demo shop is.
    pub shop: String,
}

/// What every handler shares.
#[derive(Clone)]
pub struct HttpState {
    /// The use cases.
    pub app: App,
    /// How the server runs.
    pub options: Arc<HttpOptions>,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// Budgets.
    pub limits: Arc<Limits>,
    /// Turns of files that come in.
    pub uploads: Arc<tokio::sync::Semaphore>,
}

impl HttpState {
    /// With nothing counted yet.
    pub fn new(app: App, options: HttpOptions) -> HttpState {
        let limits = Arc::new(Limits::new(options.choices));
        let uploads = Arc::new(tokio::sync::Semaphore::new(UPLOADS_MAX));
        HttpState { app, options: Arc::new(options), metrics: Arc::default(), limits, uploads }
    }
}

/// Requests with files of people that are taken in at the same time.
const UPLOADS_MAX: usize = 16;

/// Longest body taken off the wire, over the limit that handlers themselves explain.
const WIRE_BYTES_MAX: usize = 2 * 1024 * 1024;

/// The whole server as one router.
pub fn router(state: HttpState) -> Router {
    let (api, document) = api_router().split_for_parts();
    let document = described(document);
    let api = api
        // Whoever may use the API may read how.
        .route("/api/openapi.json", get(async move |_: auth::Staff| document.clone()))
        .route("/api/{*rest}", any(unknown::elsewhere_in_the_api))
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(from_fn_with_state(state.clone(), auth::refusals))
        .layer(from_fn(problem::never_bare))
        .layer(from_fn(problem::in_their_language))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(CompressionLayer::new());
    let public = Router::new()
        .route("/c/{key}/choice", post(tag::choice).options(tag::preflight))
        .route("/c/{key}/e", post(collect::own).options(tag::preflight))
        .route("/v1/projects/{key}/settings", get(collect::segment_settings))
        .route("/.well-known/gpc.json", get(tag::gpc))
        .route("/f/{form}", get(person::form).post(person::form_sent))
        .route("/f/{form}/element.js", get(form_element::script).options(tag::preflight).layer(CompressionLayer::new()))
        .route("/f/{form}/sign-up", post(form_element::sign_up).options(tag::preflight))
        .route("/p/confirm/{secret}", get(person::confirm).post(person::confirm_sent))
        .route("/p/preferences/{secret}", get(person::preferences).post(person::preferences_sent))
        .route("/p/preferences/{secret}/one-click", get(person::one_click_opened).post(person::one_click))
        .route("/p/preferences/{secret}/code", post(holder::from_link))
        .route("/p/browser", get(browser::start).post(browser::sent))
        .route("/p/mine", get(holder::mine).post(holder::mine_sent))
        .route("/p/mine/code", post(holder::code_sent))
        .route("/p/mine/erase", get(holder::erase).post(holder::erase_sent))
        .route("/p/mine/{form}", get(holder::start).post(holder::start_sent))
        .route("/p/receipt/{id}", get(holder::receipt))
        .route("/p/receipt/{id}/page", get(holder::receipt_page))
        .route("/p/pages.css", get(person::css))
        .route("/problems", get(problem::explained_all))
        .route("/problems/{code}", get(problem::explained))
        .route("/dev/mail", get(person::dev_mail))
        .merge(collect::dialects())
        .method_not_allowed_fallback(problem::method_not_allowed);
    // Compression stays off the collecting endpoints: on an odd `Accept-Encoding` it would answer with an error after the
    // event was stored.
    let scripts = Router::new()
        .route("/t/{file}", get(tag::script))
        .route("/t/{key}/banner.js", get(tag::banner).options(tag::preflight))
        .method_not_allowed_fallback(problem::method_not_allowed)
        .fallback(unknown::elsewhere)
        .layer(from_fn(problem::in_their_language))
        .layer(CompressionLayer::new());
    let ops = Router::new()
        .route("/health", get(health::health))
        .route("/metrics", get(metrics::metrics))
        .method_not_allowed_fallback(problem::method_not_allowed);
    Router::new()
        .merge(public)
        .merge(ops)
        .merge(api)
        .merge(scripts)
        .layer(DefaultBodyLimit::max(WIRE_BYTES_MAX))
        .layer(from_fn(deadline::within))
        .layer(CatchPanicLayer::custom(on_panic))
        .layer(from_fn_with_state(state.clone(), headers::protective))
        .with_state(state)
}

/// What only whoever watches can reach, on a listener of its own.
pub fn metrics_router(state: HttpState) -> Router {
    let document = described(api_router().split_for_parts().1);
    Router::new()
        .route("/metrics", get(metrics::metrics_inside))
        .route("/health", get(health::health))
        .route("/api/openapi.json", get(async move || document.clone()))
        .layer(from_fn(deadline::within))
        .layer(CatchPanicLayer::custom(on_panic))
        .with_state(state)
}

fn described(document: utoipa::openapi::OpenApi) -> ([(header::HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "application/json")], description::whole(&document))
}

fn on_panic(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    // What a panic says may name a person, so it is not repeated.
    tracing::error!("http.panic");
    Problem::internal().into_response()
}

/// The description of the API.
pub fn openapi_json() -> String {
    description::whole(&api_router().split_for_parts().1)
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Hjemmel", description = "The permission-first customer data platform.", version = "1"),
    components(schemas(Problem, hjemmel_model::Receipt))
)]
struct Document;

fn api_router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::with_openapi(Document::openapi()).nest("/api/v1", api::v1::router())
}
