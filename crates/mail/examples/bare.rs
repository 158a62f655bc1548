//! For `make bench` only: the floor that newsletters are measured against. `bare PORT N` hands N messages of a newsletter's
//! size to the SMTP server at 127.0.0.1:PORT over eight pooled connections, unsigned, and prints how many a second.

use std::time::Instant;

use futures::{StreamExt, stream};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, message::MultiPart, transport::smtp::PoolConfig,
};

#[tokio::main]
#[expect(clippy::print_stdout, reason = "what it measured")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().collect();
    let [_, port, count] = words.as_slice() else { return Err("bare PORT N".into()) };
    let (port, count): (u16, usize) = (port.parse()?, count.parse()?);
    let server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1").port(port);
    let server = server.pool_config(PoolConfig::new().max_size(10)).build();
    let text = "Nu er løgene her, og de er billige. ".repeat(30);
    let begin = Instant::now();
    let sent = stream::iter(0..count).map(|n| {
        let (server, text) = (server.clone(), text.clone());
        async move {
            let message = Message::builder()
                .from("nyt@shop.example".parse().ok()?)
                .to(format!("p{n}@post.example").parse().ok()?)
                .subject("November")
                .multipart(MultiPart::alternative_plain_html(text.clone(), format!("<p>{text}</p>")))
                .ok()?;
            server.send(message).await.ok()
        }
    });
    let ok = sent.buffer_unordered(8).filter(|sent| std::future::ready(sent.is_some())).count().await;
    if ok != count {
        return Err(format!("{ok} of {count} went out").into());
    }
    println!("{}", count as f64 / begin.elapsed().as_secs_f64());
    Ok(())
}
