//! The edge: takes connections, and lets go of those that only hold a place.
//!
//! A client that sends half a head, idles, or does not read is let go after seconds. When places run out, the place with
//! the most connections gives one up that waits or whose body does not come, the oldest first, so that whoever comes with a
//! request gets through.
//!
//! Invariant: a connection whose request has come in is never given up for another.

mod patience;
mod places;

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::ConnectInfo,
    http::{Request, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tower::ServiceExt;

use self::{
    patience::Patience,
    places::{Busy, Places, Receiving, Seat},
};

/// Longest head of a request, in bytes: its first line and its headers.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// How long the loop waits when the system gives no more connections.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// What the edge puts up with.
#[derive(Clone, Debug)]
pub struct EdgeOptions {
    /// Connections at once.
    pub connections_max: usize,
    /// Connections at once from one place: an IPv4 address, or a network of IPv6 (/64).
    pub connections_place_max: usize,
    /// How long the head of a request may take, and how long a connection may idle before the next.
    pub head_max: Duration,
    /// How long an answer may wait for its reader to read on.
    pub stall_max: Duration,
    /// Proxies that everybody comes through: only the limit on all connections is theirs.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Default for EdgeOptions {
    fn default() -> EdgeOptions {
        EdgeOptions {
            connections_max: 8_192,
            connections_place_max: 512,
            head_max: Duration::from_secs(10),
            stall_max: Duration::from_secs(30),
            trusted_proxies: Vec::new(),
        }
    }
}

/// Where an address is, for limits: of an IPv6 address the network (/64), because its holder has all of it.
pub(crate) fn place_of(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Serve until told to stop; then what has begun is finished, and everything else let go.
pub async fn serve(listener: TcpListener, router: Router, options: EdgeOptions, mut stop: watch::Receiver<bool>) {
    let places = Arc::new(Places::new(options.connections_max, options.connections_place_max));
    let trusted_proxies = options.trusted_proxies.clone();
    let serving = Serving { router, options: Arc::new(options), stop: stop.clone() };
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            () = told(&mut stop) => break,
            Some(_) = running.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let trusted = trusted_proxies.contains(&peer.ip().to_canonical());
                    // Without a seat the stream is dropped, which closes it.
                    if let Some(seat) = places.take((!trusted).then(|| place_of(peer.ip()))) {
                        running.spawn(serving.clone().connection(stream, peer, seat));
                    }
                }
                Err(e) => {
                    // One client that went away says nothing about the next.
                    if !matches!(e.kind(), std::io::ErrorKind::ConnectionAborted | std::io::ErrorKind::ConnectionReset) {
                        tracing::warn!(error = %e, "edge.accept.failed");
                        tokio::time::sleep(ACCEPT_AGAIN).await;
                    }
                }
            },
        }
    }
    drop(listener);
    places.empty();
    while running.join_next().await.is_some() {}
}

async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// What every connection is served with.
#[derive(Clone)]
struct Serving {
    router: Router,
    options: Arc<EdgeOptions>,
    stop: watch::Receiver<bool>,
}

impl Serving {
    async fn connection(self, stream: TcpStream, peer: SocketAddr, seat: Seat) {
        let Serving { router, options, mut stop } = self;
        // Answers are whole when they are written, so nothing is gained by waiting for more.
        let _ = stream.set_nodelay(true);
        let service = service_fn(|request: Request<Incoming>| answered(router.clone(), seat.begin(), peer, request));
        let io = TokioIo::new(Patience::new(stream, options.stall_max));
        let conn = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(options.head_max)
            .max_buf_size(HEAD_BYTES_MAX)
            .serve_connection(io, service);
        let mut conn = pin!(conn);
        tokio::select! {
            _ = conn.as_mut() => return,
            () = seat.given_up() => return,
            () = told(&mut stop) => conn.as_mut().graceful_shutdown(),
        }
        tokio::select! {
            _ = conn.as_mut() => {}
            () = seat.given_up() => {}
        }
    }
}

/// A seat was given up in the moment the request came.
#[derive(Debug, thiserror::Error)]
#[error("the connection was given up")]
struct GivenUp;

async fn answered(
    router: Router,
    busy: Option<Busy>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, GivenUp> {
    let busy = busy.ok_or(GivenUp)?;
    // Without a body it is here already.
    let receiving = (!request.body().is_end_stream()).then_some(busy.receiving());
    let mut request = request.map(|body| Body::new(Coming { body, receiving }));
    request.extensions_mut().insert(ConnectInfo(peer));
    match router.oneshot(request).await {
        Ok(response) => Ok(response.map(|body| Body::new(Held { body, _busy: busy }))),
        Err(never) => match never {},
    }
}

/// The body of a request, which is here when it has ended.
struct Coming {
    body: Incoming,
    receiving: Option<Receiving>,
}

impl HttpBody for Coming {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if matches!(polled, Poll::Ready(None | Some(Err(_)))) || self.body.is_end_stream() {
            self.receiving = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}

/// A body that keeps its connection busy until it is sent.
struct Held {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests;
