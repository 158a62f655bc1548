//! Serving: listen, run the jobs, stop in order.

use hjemmel_store::work;
use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use hjemmel_http::{ChoiceLimits, EdgeOptions, HttpOptions, HttpState, metrics_router, router};
use tokio::net::TcpListener;

use crate::{
    config::Config,
    private,
    wiring::{Running, lake_run},
};

/// The server as a router, for serving and for tests.
pub fn routes(running: &Running, options: HttpOptions) -> axum::Router {
    router(HttpState::new(running.app.clone(), options))
}

/// Options of HTTP from the settings.
pub fn options(config: &Config) -> HttpOptions {
    HttpOptions {
        trusted_proxies: config.trusted_proxies.clone(),
        secure_cookies: config.secure_cookies,
        demo: None,
        metrics_token: config.metrics_token.clone(),
        choices: ChoiceLimits { place_max: config.choices_place_max, site_max: config.choices_site_max },
    }
}

/// Options of the edge from the settings, and from what the system gives.
fn edge(config: &Config) -> EdgeOptions {
    let files = usize::try_from(private::open_files_raise()).unwrap_or(usize::MAX);
    // A quarter is for the database, the lake and its reports.
    let connections_max = config.connections_max.min(files - files / 4);
    if connections_max < config.connections_max {
        tracing::warn!(connections_max, "edge.open_files_limit");
    }
    EdgeOptions {
        connections_max,
        connections_place_max: config.connections_place_max,
        trusted_proxies: config.trusted_proxies.clone(),
        ..EdgeOptions::default()
    }
}

/// Longest a job may need to come to a stop.
const STOP_MAX: Duration = Duration::from_secs(20);

async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(listen).await;
    listener.with_context(|| format!("{listen} cannot be listened on; is something else there?"))
}

/// Serve until the process is told to stop.
pub async fn run(running: Running, config: &Config, options: HttpOptions) -> anyhow::Result<()> {
    let listener = bind(config.listen).await?;
    let returns = match (config.mail_returns_listen, &config.mail_returns_domain) {
        (Some(listen), Some(domain)) => {
            let listener = Arc::new(bind(listen).await?);
            let (domain, app) = (domain.clone(), Arc::new(running.app.clone()));
            Some(kept(&running, "returns", move || {
                hjemmel_mail::receive(Arc::clone(&listener), domain.clone(), Arc::clone(&app) as _)
            }))
        }
        (None, _) => None,
        (Some(_), None) => anyhow::bail!("`mail_returns_listen` needs `mail_returns_domain`"),
    };
    work!(running.app.store, |w| { w.jobs().release().await })?;
    let state = HttpState::new(running.app.clone(), options);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let inside = match config.metrics_listen {
        Some(listen) => {
            let routes = metrics_router(state.clone());
            let served = hjemmel_http::serve(bind(listen).await?, routes, EdgeOptions::default(), stopped.clone());
            Some(tokio::spawn(served))
        }
        None => None,
    };
    let jobs = tokio::spawn(running.app.clone().jobs_run());
    let taken_up = Arc::clone(&running.lake);
    let lake = kept(&running, "lake", move || lake_run(Arc::clone(&taken_up)));
    let server = tokio::spawn(hjemmel_http::serve(listener, router(state), edge(config), stopped));
    let superseded = tokio::select! {
        () = told_to_stop() => false,
        () = running.app.superseded() => true,
    };
    tracing::info!(superseded, "server.stopping");
    let _ = stop.send(true);
    // What is acknowledged is on disk, so nothing is lost by not waiting longer.
    let _ = tokio::time::timeout(Duration::from_secs(5), server).await;
    // A newsletter that is under way gets the time to write down what it knows.
    running.app.stop();
    let _ = tokio::time::timeout(STOP_MAX, running.app.idle()).await;
    jobs.abort();
    if let Some(inside) = inside {
        inside.abort();
    }
    if let Some(returns) = returns {
        returns.abort();
    }
    lake.abort();
    if let Err(e) = running.app.tallies_flush().await {
        tracing::warn!(error = %e, "tallies.flush.failed");
    }
    running.lake.close().await;
    running.app.store.close().await;
    anyhow::ensure!(!superseded, "another server has taken this database over");
    Ok(())
}

/// A task that is begun again when it ends, and is named in the condition meanwhile.
fn kept<F>(running: &Running, name: &'static str, task: impl Fn() -> F + Send + 'static) -> tokio::task::JoinHandle<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (watch, clock) = (Arc::clone(&running.app.watch), Arc::clone(&running.app.clock));
    tokio::spawn(async move { hjemmel_app::kept_running(watch, clock, name, task).await })
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! { _ = interrupt => {}, () = terminate => {} }
}
