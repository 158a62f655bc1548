//! For `make bench` only: the floor that collection is measured against, and the price of one decision.
//!
//! `floor serve ADDR FILE` answers every POST after the body was appended to FILE and synced, many at once; it does
//! nothing else. `floor decide N` verifies a token and decides N times, and prints nanoseconds each.

use std::{fs::File, io::Write, net::SocketAddr, time::Instant};

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::any};
use hjemmel_model::{AtMs, SiteId, Surrogate};
use hjemmel_policy::{Claims, CollectAsk, Restrictions, decide_collect};
use tokio::sync::{mpsc, oneshot};

type Append = (Bytes, oneshot::Sender<bool>);

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "serve", listen, file] => serve(listen.parse()?, File::create(file)?),
        [_, "decide", times] => decide(times.parse()?),
        _ => anyhow::bail!("floor serve ADDR FILE | floor decide N"),
    }
}

#[tokio::main]
async fn serve(listen: SocketAddr, mut file: File) -> anyhow::Result<()> {
    let (sender, mut inbox) = mpsc::channel::<Append>(8 * 1024);
    std::thread::spawn(move || {
        while let Some(first) = inbox.blocking_recv() {
            let mut group = vec![first];
            while let Ok(next) = inbox.try_recv() {
                group.push(next);
            }
            let bytes: Vec<u8> = group.iter().flat_map(|(body, _)| body.iter().copied()).collect();
            let done = file.write_all(&bytes).and_then(|()| file.sync_data()).is_ok();
            for (_, answer) in group {
                let _ = answer.send(done);
            }
        }
    });
    let app = Router::new().fallback(any(append)).with_state(sender);
    axum::serve(tokio::net::TcpListener::bind(listen).await?, app).await?;
    Ok(())
}

async fn append(State(sender): State<mpsc::Sender<Append>>, body: Bytes) -> StatusCode {
    let (done, answer) = oneshot::channel();
    let sent = sender.send((body, done)).await.is_ok();
    if sent && answer.await.unwrap_or(false) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

#[expect(clippy::print_stdout, reason = "the one number that is asked for")]
fn decide(times: u32) -> anyhow::Result<()> {
    let site = SiteId::parse("site_bench")?;
    let rules = hjemmel_testkit::rules(&site);
    let now = AtMs(1_795_000_000_000);
    let key = hjemmel_testkit::token_key();
    let both = Claims { ads: Surrogate(2), ..hjemmel_testkit::claims(&rules, now, 1, 0b1001, 1) };
    let token = key.mint(&both);
    let restrictions = Restrictions::new();
    restrictions.refreshed(now);
    let begin = Instant::now();
    let mut permitted = 0u32;
    for _ in 0..times {
        let presented = key.verify(std::hint::black_box(&token));
        let ask = CollectAsk { rules: &rules, presented, gpc: false, narrowed_to: None };
        let decision = decide_collect(&ask, &restrictions, now);
        permitted += u32::from(decision.analytics.is_ok() && decision.ads.is_ok());
    }
    anyhow::ensure!(permitted == times, "every decision is a yes");
    println!("{}", begin.elapsed().as_nanos() / u128::from(times));
    Ok(())
}
