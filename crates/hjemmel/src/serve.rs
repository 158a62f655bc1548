//! Serving: listen, run the jobs, stop in order.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use hjemmel_http::{HttpOptions, HttpState, Metrics, router};

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

/// Serve until the process is told to stop.
pub async fn run(running: Running, listen: SocketAddr, options: HttpOptions) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(listen).await;
    let listener = listener.with_context(|| format!("{listen} cannot be listened on; is something else there?"))?;
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
    jobs.abort();
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
