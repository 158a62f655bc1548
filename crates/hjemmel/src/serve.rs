//! Serving: listen, run the jobs, stop in order.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use hjemmel_http::{HttpOptions, HttpState, Metrics, router};
use tokio::net::TcpListener;

use crate::{
    config::Config,
    wiring::{Running, lake_run},
};

/// The server as a router, for serving and for tests.
pub fn routes(running: &Running, options: HttpOptions) -> axum::Router {
    router(HttpState { app: running.app.clone(), options: Arc::new(options), metrics: Arc::new(Metrics::default()) })
}

/// Options of HTTP from the settings.
pub fn options(config: &Config) -> HttpOptions {
    HttpOptions { trusted_proxies: config.trusted_proxies.clone(), secure_cookies: config.secure_cookies, demo: None }
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
            let app = Arc::new(running.app.clone());
            Some(tokio::spawn(hjemmel_mail::receive(bind(listen).await?, domain.clone(), app)))
        }
        (None, _) => None,
        (Some(_), None) => anyhow::bail!("`mail_returns_listen` needs `mail_returns_domain`"),
    };
    running.app.store.jobs_release().await?;
    let app = routes(&running, options).into_make_service_with_connect_info::<SocketAddr>();
    let jobs = tokio::spawn(running.app.clone().jobs_run());
    let lake = tokio::spawn(lake_run(Arc::clone(&running.lake)));
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut waiting = stopped.clone();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = waiting.wait_for(|stop| *stop).await;
    });
    let server = tokio::spawn(async move { server.await });
    told_to_stop().await;
    tracing::info!("server.stopping");
    let _ = stop.send(true);
    // What is acknowledged is on disk, so nothing is lost by not waiting longer.
    let _ = tokio::time::timeout(Duration::from_secs(5), server).await;
    // A newsletter that is under way gets the time to write down what it knows.
    running.app.stop();
    let _ = tokio::time::timeout(STOP_MAX, running.app.idle()).await;
    jobs.abort();
    if let Some(returns) = returns {
        returns.abort();
    }
    lake.abort();
    if let Err(e) = running.app.tallies_flush().await {
        tracing::warn!(error = %e, "tallies.flush.failed");
    }
    running.lake.close().await;
    running.app.store.close().await;
    Ok(())
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
