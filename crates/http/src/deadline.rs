//! How long a request may take. A body has to come at a least speed; an answer has to begin in time. A file that somebody
//! brings in may take as long as its bytes keep coming.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::Method,
    middleware::Next,
    response::Response,
};
use hjemmel_model::Language;
use hjemmel_words::key;
use hyper::body::{Frame, SizeHint};
use tokio::time::Instant;

use crate::{Problem, caller::text};

/// What one kind of request may take.
#[derive(Clone, Copy, Debug)]
struct Patience {
    /// How long a body may be slow at first.
    grace: Duration,
    /// From then on, bytes a second on average.
    bytes_per_second_min: u64,
    /// How long everything may take; for a file, from its last byte on.
    answer: Duration,
    /// Whether the time of the body counts.
    with_body: bool,
    /// How often it is looked.
    look: Duration,
}

const ORDINARY: Patience = Patience {
    grace: Duration::from_secs(10),
    bytes_per_second_min: 512,
    answer: Duration::from_secs(30),
    with_body: true,
    look: Duration::from_secs(1),
};

/// A gibibyte at this speed takes about nine hours; to read one takes a minute or two after its last byte.
const FILE: Patience = Patience {
    grace: Duration::from_secs(20),
    bytes_per_second_min: 32 * 1024,
    answer: Duration::from_secs(300),
    with_body: false,
    look: Duration::from_secs(1),
};

fn patience(request: &Request) -> Patience {
    let path = request.uri().path();
    let file = path.starts_with("/api/v1/imports") && !matches!(*request.method(), Method::GET | Method::HEAD);
    if file { FILE } else { ORDINARY }
}

/// How far the body of a request has come.
#[derive(Debug, Default)]
struct Progress {
    bytes: AtomicU64,
    done: AtomicBool,
}

/// A body that says how far it is.
struct Counted {
    body: Body,
    progress: Arc<Progress>,
}

impl Drop for Counted {
    fn drop(&mut self) {
        // Whoever reads no further waits for no more.
        self.progress.done.store(true, Ordering::Release);
    }
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                let n = frame.data_ref().map_or(0, Bytes::len);
                self.progress.bytes.fetch_add(u64::try_from(n).unwrap_or(u64::MAX), Ordering::AcqRel);
                if self.body.is_end_stream() {
                    self.progress.done.store(true, Ordering::Release);
                }
            }
            Poll::Ready(None | Some(Err(_))) => self.progress.done.store(true, Ordering::Release),
            Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Answer in time, or say that it takes too long.
pub async fn within(request: Request, next: Next) -> Response {
    let patience = patience(&request);
    held_to(patience, request, next).await
}

async fn held_to(patience: Patience, request: Request, next: Next) -> Response {
    let progress = Arc::new(Progress::default());
    progress.done.store(request.body().is_end_stream(), Ordering::Release);
    let counted = Arc::clone(&progress);
    let language = Language::from_accept(text(request.headers(), "accept-language")).unwrap_or(Language::En);
    let request = request.map(|body| Body::new(Counted { body, progress: counted }));
    tokio::select! {
        answer = next.run(request) => answer,
        problem = over(&progress, patience) => problem.say(language),
    }
}

/// Returns when the time is over.
async fn over(progress: &Progress, patience: Patience) -> Problem {
    let began = Instant::now();
    let mut whole_at = patience.with_body.then_some(began);
    let mut look = tokio::time::interval(patience.look);
    loop {
        look.tick().await;
        if progress.done.load(Ordering::Acquire) {
            whole_at.get_or_insert_with(Instant::now);
        } else if slow(progress.bytes.load(Ordering::Acquire), began.elapsed(), patience) {
            return Problem::new("body_too_slow", key!("detail_the_body_does_not_come"));
        }
        if whole_at.is_some_and(|at| at.elapsed() >= patience.answer) {
            tracing::warn!("http.timed_out");
            return Problem::new("timed_out", key!("detail_it_took_too_long")).later(5);
        }
    }
}

fn slow(bytes: u64, after: Duration, patience: Patience) -> bool {
    let counted = after.saturating_sub(patience.grace).as_secs();
    after > patience.grace && bytes < counted.saturating_mul(patience.bytes_per_second_min).max(1)
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware::from_fn, routing::post};
    use tower::ServiceExt;

    use super::*;

    /// A body of so many parts, one each tenth of a second; without parts it never comes.
    struct Drip(Option<u32>, Pin<Box<tokio::time::Sleep>>);

    fn tick() -> Pin<Box<tokio::time::Sleep>> {
        Box::pin(tokio::time::sleep(Duration::from_millis(100)))
    }

    fn drip(parts: Option<u32>) -> Body {
        Body::new(Drip(parts, tick()))
    }

    impl HttpBody for Drip {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            let Some(left) = self.0 else { return Poll::Pending };
            if left == 0 {
                return Poll::Ready(None);
            }
            if self.1.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            *self = Drip(Some(left - 1), tick());
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; 1000])))))
        }
    }

    async fn sent(patience: Patience, path: &str, body: Body) -> (u16, bool) {
        let router = Router::new()
            .route("/read", post(async |body: Bytes| body.len().to_string()))
            .route("/stuck", post(async || std::future::pending::<()>().await))
            .layer(from_fn(move |request: Request, next: Next| held_to(patience, request, next)));
        let answer = router.oneshot(Request::post(path).body(body).unwrap()).await.unwrap();
        (answer.status().as_u16(), answer.headers().contains_key("retry-after"))
    }

    #[tokio::test]
    async fn a_file_may_take_its_time_as_long_as_it_comes() {
        let look = Duration::from_millis(20);
        let answer = Duration::from_secs(2);
        let ordinary = Patience { look, answer, ..ORDINARY };
        let file = Patience { look, answer, ..FILE };
        let strict = Patience { look, grace: Duration::from_millis(200), ..ORDINARY };
        let long = || drip(Some(40));
        assert_eq!(sent(file, "/read", long()).await, (200, false), "twice as long as an answer may take");
        assert_eq!(sent(ordinary, "/read", long()).await, (503, true));
        assert_eq!(sent(ordinary, "/read", drip(Some(2))).await, (200, false));
        assert_eq!(sent(strict, "/read", drip(None)).await.0, 408, "it never comes");
        assert_eq!(sent(ordinary, "/stuck", Body::empty()).await, (503, true));
        assert_eq!(
            sent(file, "/stuck", drip(Some(2))).await,
            (503, true),
            "whoever reads no body waits no longer for it"
        );
    }

    #[test]
    fn a_body_has_to_come_at_a_least_speed() {
        let s = Duration::from_secs;
        assert!(!slow(0, s(10), ORDINARY) && slow(0, s(11), ORDINARY));
        assert!(!slow(10 * 512, s(20), ORDINARY) && slow(10 * 512 - 1, s(20), ORDINARY));
        assert!(!slow(200 << 20, s(6_400), FILE) && slow(1 << 20, s(60), FILE));
        let request = |method: Method, path: &str| {
            patience(&Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).with_body
        };
        assert!(!request(Method::POST, "/api/v1/imports?topic=a") && request(Method::GET, "/api/v1/imports"));
        assert!(request(Method::POST, "/c/key/e"));
    }
}
