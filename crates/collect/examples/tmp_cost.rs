//! Temporary.
#![allow(clippy::all, clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, missing_docs)]
use std::collections::BTreeMap;
fn main() {
    let read = |p: &str| serde_json::from_str::<serde_json::Value>(&std::fs::read_to_string(p).unwrap()).unwrap();
    let dev = read("/tmp/trk/devices.json");
    let mut sums: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let t = std::time::Instant::now();
    let mut n = 0;
    for d in dev.as_array().unwrap() {
        let want = match d[1].as_str().unwrap_or("") {
            "smartphone" | "phablet" | "feature phone" => "mobile",
            "tablet" => "tablet",
            "tv" => "tv",
            "desktop" => "desktop",
            _ => continue,
        };
        let got = hjemmel_collect::classify_device(d[2].as_str().unwrap()).0.name();
        n += 1;
        let s = sums.entry(want.into()).or_default();
        s.0 += 1;
        s.1 += usize::from(got == want);
        s.2 += usize::from(got == "bot");
        if got == "bot" && n % 1 == 0 {
            eprintln!("BOT {} {}", d[0], d[2]);
        }
    }
    println!("{sums:?} {:?} each", t.elapsed() / n);
    let insts: Vec<String> = serde_json::from_str(&std::fs::read_to_string("/tmp/trk/insts.json").unwrap()).unwrap();
    let hit = insts.iter().filter(|u| hjemmel_collect::classify_device(u).0.name() == "bot").count();
    println!("bots {hit} of {}", insts.len());
    let mb: Vec<String> = serde_json::from_str(&std::fs::read_to_string("/tmp/trk/mbots.json").unwrap()).unwrap();
    println!(
        "matomo bots {} of {}",
        mb.iter().filter(|u| hjemmel_collect::classify_device(u).0.name() == "bot").count(),
        mb.len()
    );
    let t = std::time::Instant::now();
    for _ in 0..100_000 {
        std::hint::black_box(hjemmel_collect::classify_device(&insts[0]));
    }
    println!("remembered {:?}", t.elapsed() / 100_000);
    let t = std::time::Instant::now();
    for i in 0..20_000 {
        std::hint::black_box(hjemmel_collect::scrub_text(&format!(
            "/ordre/{}/tak-for-din-ordre blå roser",
            1000000000u64 + i * 7919
        )));
    }
    println!("scrub with number {:?}", t.elapsed() / 20_000);
    let t = std::time::Instant::now();
    for _ in 0..20_000 {
        std::hint::black_box(hjemmel_collect::scrub_text("Røde roser, levering i dag – Blomsterhuset"));
    }
    println!("scrub danish title {:?}", t.elapsed() / 20_000);
}
