//! For `make bench` only: the floor that collection is measured against, and the price of one decision.
//!
//! `floor serve ADDR FILE` answers every POST after the body was appended to FILE and synced, many at once; it does
//! nothing else. `floor decide N` verifies a token and decides N times, and prints nanoseconds each.

use std::{fs::File, io::Write, net::SocketAddr, time::Instant};

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::any};
use hjemmel_model::{AtMs, GrantSeq, LawPack, PurposeSet, SiteId, Surrogate};
use hjemmel_policy::{Claims, CollectAsk, NoticeRules, Restrictions, SiteRules, TokenKey, decide_collect, site_hash};
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
    let rules = SiteRules {
        site_hash: site_hash(&site),
        site,
        law: LawPack::Dk,
        notice: Some(NoticeRules {
            version: 1,
            analytics: PurposeSet(0b0111),
            ads: PurposeSet(0b1000),
            denied_by_gpc: PurposeSet(0b1000),
            since: [1; 32],
        }),
    };
    let now = AtMs(1_795_000_000_000);
    let key = TokenKey::new([7; 32]);
    let token = key.mint(&Claims {
        site: rules.site_hash,
        granted: PurposeSet(0b1001),
        refused: PurposeSet(0b0110),
        notice_version: 1,
        grant: GrantSeq(1),
        issued_at: now,
        expires_at: now.plus_days(1),
        analytics: Surrogate(1),
        ads: Surrogate(2),
        gpc_overridden: false,
    });
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
