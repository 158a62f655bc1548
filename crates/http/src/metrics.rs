//! What the program does, for Prometheus. No label names a person, a page or a site.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use hjemmel_app::App;
use hjemmel_collect::Outcome;
use hjemmel_policy::Reason;
use hjemmel_words::key;
use sha2::Digest;

use crate::{HttpState, Problem, caller::text};

/// Counters since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    stored: AtomicU64,
    duplicates: AtomicU64,
    rejected: AtomicU64,
    unavailable: AtomicU64,
    untrusted_forwards: AtomicU64,
    refused: ByReason,
}

/// A counter for each reason, in their order.
#[derive(Debug)]
struct ByReason([AtomicU64; Reason::ALL.len()]);

impl Default for ByReason {
    fn default() -> ByReason {
        ByReason(std::array::from_fn(|_| AtomicU64::default()))
    }
}

impl Metrics {
    /// Count what became of a request.
    pub fn outcome(&self, outcome: &Outcome) {
        let add = |counter: &AtomicU64, n: usize| counter.fetch_add(n as u64, Ordering::Relaxed);
        add(&self.stored, outcome.stored);
        add(&self.duplicates, outcome.duplicates);
        add(&self.rejected, outcome.rejected.len());
        for reason in &outcome.refused {
            let counter = Reason::ALL.iter().zip(&self.refused.0).find(|(r, _)| *r == reason);
            counter.map(|(_, counter)| add(counter, 1));
        }
    }

    /// Count a request that the sink could not take.
    pub fn unavailable(&self) {
        self.unavailable.fetch_add(1, Ordering::Relaxed);
    }

    /// Count a request that a proxy nearby forwarded and that is not believed, because the proxy is not listed.
    pub fn untrusted_forward(&self) {
        self.untrusted_forwards.fetch_add(1, Ordering::Relaxed);
    }

    /// How many such requests there were.
    pub fn untrusted_forwards(&self) -> u64 {
        self.untrusted_forwards.load(Ordering::Relaxed)
    }

    async fn text(&self, app: &App) -> String {
        let mut out = String::from(
            "# HELP hjemmel_events_total Events by what became of them.\n# TYPE hjemmel_events_total counter\n",
        );
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        for (result, counter) in
            [("stored", &self.stored), ("duplicate", &self.duplicates), ("rejected", &self.rejected)]
        {
            out.push_str(&format!("hjemmel_events_total{{result=\"{result}\"}} {}\n", read(counter)));
        }
        out.push_str("# HELP hjemmel_refusals_total Events refused, by reason and rule.\n# TYPE hjemmel_refusals_total counter\n");
        for (reason, counter) in Reason::ALL.iter().zip(&self.refused.0) {
            let (name, rule) = (reason.name(), reason.rule());
            out.push_str(&format!("hjemmel_refusals_total{{reason=\"{name}\",rule=\"{rule}\"}} {}\n", read(counter)));
        }
        out.push_str(
            "# HELP hjemmel_unavailable_total Requests answered with 503.\n# TYPE hjemmel_unavailable_total counter\n",
        );
        out.push_str(&format!("hjemmel_unavailable_total {}\n", read(&self.unavailable)));
        out.push_str(
            "# HELP hjemmel_forwarded_untrusted_total Requests that a proxy nearby forwarded, which is not in `trusted_proxies`.\n# TYPE hjemmel_forwarded_untrusted_total counter\n",
        );
        out.push_str(&format!("hjemmel_forwarded_untrusted_total {}\n", read(&self.untrusted_forwards)));
        let mut gauge = |name: &str, help: &str, value: i64| {
            out.push_str(&format!(
                "# HELP hjemmel_{name} {help}\n# TYPE hjemmel_{name} gauge\nhjemmel_{name} {value}\n"
            ));
        };
        let events = app.events.gauges();
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        gauge("lake_rows_waiting", "Events in the log that no table has taken up yet.", number(events.rows_waiting));
        gauge("lake_files", "Data files of all tables.", number(events.files));
        gauge("lake_bytes", "Bytes in the data files of all tables.", number(events.bytes));
        let window_s = number(events.duplicates_window_ms / 1000);
        gauge("duplicates_window_seconds", "How far back events sent again are known from memory.", window_s);
        gauge("duplicates_bytes", "Bytes that takes.", number(events.duplicates_bytes));
        let feed_ms = app.restrictions.age_ms(app.clock.now());
        gauge("feed_age_milliseconds", "Age of the list of withdrawals; over 1000 nothing is permitted.", feed_ms);
        // Without the database these are missing, and `database_up` says why.
        let jobs = app.store.jobs().count().await;
        gauge("database_up", "Whether the database answers.", i64::from(jobs.is_ok()));
        if let Ok((waiting, stopped)) = jobs {
            gauge("jobs", "Jobs in the queue.", waiting);
            gauge("jobs_stopped", "Jobs that failed too often and wait for a person.", stopped);
        }
        if let Ok(done) = app.store.jobs().done_at_ms("retention").await {
            gauge(
                "retention_done_timestamp_seconds",
                "When retention last went through everything; 0 for never.",
                done / 1000,
            );
        }
        if let Ok(Some(checkpoint)) = app.store.evidence().checkpoint().await {
            gauge("evidence_leaves", "Leaves of the evidence log under its newest checkpoint.", checkpoint.size);
        }
        out
    }
}

async fn answer(state: &HttpState) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], state.metrics.text(&state.app).await).into_response()
}

/// `GET /metrics` where only whoever watches can reach it.
pub async fn metrics_inside(State(state): State<HttpState>) -> Response {
    answer(&state).await
}

/// `GET /metrics` where everybody can reach it: with the token only, and not there at all when none is set.
pub async fn metrics(State(state): State<HttpState>, headers: HeaderMap) -> Response {
    let Some(token) = state.options.metrics_token.as_ref().filter(|token| !token.is_empty()) else {
        return Problem::new("not_found", key!("detail_metrics_elsewhere")).into_response();
    };
    // Digests are compared, so that the time it takes says nothing about the token.
    let digest = |text: &str| sha2::Sha256::digest(text.as_bytes());
    let said = text(&headers, "authorization").strip_prefix("Bearer ").unwrap_or_default();
    match digest(said) == digest(token) {
        true => answer(&state).await,
        false => Problem::new("sign_in_needed", key!("detail_send_the_metrics_token")).into_response(),
    }
}
