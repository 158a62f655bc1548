//! The edge with real connections on loopback.

use std::time::Duration;

use axum::routing::get;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::*;

struct Served {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

async fn served(router: Router, options: EdgeOptions) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(serve(listener, router, options, stopped));
    Served { address, stop, task }
}

async fn asked(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn health() -> Router {
    Router::new().route("/health", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.ip().to_string()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_heads_hold_nobody_up_and_are_let_go() {
    let options = EdgeOptions { connections_place_max: 64, head_max: Duration::from_secs(2), ..EdgeOptions::default() };
    let served = served(health(), options).await;
    let mut half = Vec::new();
    for n in 0..300 {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        // One that was given up already may not take it any more.
        let _ = stream.write_all(b"GET /health HTTP/1.1\r\nx-slow: ").await;
        half.push(stream);
        if n % 100 == 0 {
            assert!(asked(served.address).await.ends_with("127.0.0.1"));
        }
    }
    assert!(asked(served.address).await.starts_with("HTTP/1.1 200"), "while 64 wait");
    for mut stream in half {
        // Ends by itself: closed or reset, never answered as if it were whole.
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_bodies_hold_nobody_up() {
    let options = EdgeOptions { connections_place_max: 32, ..EdgeOptions::default() };
    let read = axum::routing::post(async |body: Bytes| body.len().to_string());
    let served = served(health().route("/read", read), options).await;
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        let _ = stream.write_all(b"POST /read HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{").await;
        slow.push(stream);
    }
    assert!(asked(served.address).await.starts_with("HTTP/1.1 200"));
    // Whoever sends everything is answered while the others hold on.
    let mut whole = TcpStream::connect(served.address).await.unwrap();
    whole
        .write_all(b"POST /read HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 3\r\n\r\n{ }")
        .await
        .unwrap();
    let mut answer = String::new();
    whole.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_begun_is_finished_before_it_stops() {
    let (begun, mut has_begun) = watch::channel(false);
    let slow = get(async move || {
        let _ = begun.send(true);
        tokio::time::sleep(Duration::from_millis(300)).await;
        "done"
    });
    let served = served(health().route("/slow", slow), EdgeOptions::default()).await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut idle = TcpStream::connect(served.address).await.unwrap();
    idle.write_all(b"GET /he").await.unwrap();
    has_begun.wait_for(|b| *b).await.unwrap();
    served.stop.send(true).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("done"), "{answer}");
    served.task.await.unwrap();
    let mut nothing = Vec::new();
    let _ = idle.read_to_end(&mut nothing).await;
    assert!(nothing.is_empty());
}

#[test]
fn a_network_of_ipv6_is_one_place() {
    let place = |t: &str| place_of(t.parse().unwrap());
    assert_eq!(place("2001:db8:1:2:3::4"), place("2001:db8:1:2:ffff::1"));
    assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
    assert_eq!(place("::ffff:192.0.2.1"), place("192.0.2.1"));
}
