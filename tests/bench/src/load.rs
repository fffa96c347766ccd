//! The local server as users meet it: requests at once, and the way from a request to the SMS that it causes.

use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use foyer_kit::passwords::Cost;
use foyer_kit::system::{OsEntropy, SystemClock};
use foyer_local::{Data, Options, System};
use foyer_testkit::{TestApp, TestClock};
use tokio::net::TcpListener;

use crate::clock::{Samples, millis, now, pause};
use crate::failure::Failure;
use crate::report::{Load, Path};
use crate::wire::Wire;

/// A local server with a customer and a ticket.
pub(crate) struct Server {
    app: TestApp,
    address: String,
    token: String,
    ticket: String,
    body: String,
}

impl Server {
    /// Starts it, with its data in `directory`.
    pub(crate) async fn start(directory: &std::path::Path) -> Result<Self, Failure> {
        let data = Data::Dir(directory.join("local"));
        let options = Options {
            data,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(OsEntropy),
            portal_url: "https://portal.test".into(),
            hashing: Cost::DEPLOYED,
        };
        let system = System::start(options).await.map_err(|error| error.to_string())?;
        let clock = Arc::new(TestClock::default());
        clock.advance(foyer_domain::time::Clock::now(&SystemClock).duration_since(foyer_domain::time::Clock::now(&*clock)));
        let app = TestApp { system: system.clone(), clock };
        let firm = app.enterprise("bench").await;
        let customer = firm.customer("王芳", "13900000001").await;
        let ticket = firm.ticket(&customer, "打印机").await;
        app.drain().await;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        tokio::spawn(async move { system.serve(listener, std::future::pending()).await });
        let body = firm.ticket_body("扫描仪").to_string();
        Ok(Self { app, address, token: customer.token().to_owned(), ticket, body })
    }

    fn connect(&self) -> Result<Wire, Failure> {
        Ok(Wire::new(TcpStream::connect(&self.address)?)?)
    }

    fn head(&self, request: &str) -> String {
        let token = &self.token;
        format!("{request} HTTP/1.1\r\nhost: portal.test\r\nauthorization: Bearer {token}\r\ncontent-type: application/json")
    }

    /// Asks for the place of the ticket on so many connections for `time`: each sends its next request when it has
    /// the answer to the last one.
    pub(crate) fn load(&self, connections: usize, time: Duration) -> Result<Load, Failure> {
        let head = self.head(&format!("GET /api/tickets/{}/queue-position", self.ticket));
        let began = now();
        let end = began + time;
        let samples: Result<Vec<Vec<Duration>>, Failure> = thread::scope(|scope| {
            let clients: Vec<_> = (0..connections).map(|_| scope.spawn(|| self.ask_until(end, &head))).collect();
            clients.into_iter().map(|client| client.join().map_err(|_| Failure::from("a client panicked"))?).collect()
        });
        let samples = Samples::new(samples?.concat());
        #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
        let per_second = samples.len() as f64 / began.elapsed().as_secs_f64();
        let samples = samples.corrected();
        Ok(Load { connections, per_second, p50_ms: millis(samples.percentile(50)), p99_ms: millis(samples.percentile(99)) })
    }

    fn ask_until(&self, end: std::time::Instant, head: &str) -> Result<Vec<Duration>, Failure> {
        let mut wire = self.connect()?;
        let mut samples = Vec::new();
        loop {
            let sent = now();
            if sent >= end {
                return Ok(samples);
            }
            ask(&mut wire, head, "", " 200 ")?;
            samples.push(sent.elapsed());
        }
    }

    /// Submits tickets, and waits each time until the SMS about it is out. The time begins when the request is
    /// sent, so it is more than that from the commit on.
    pub(crate) fn sms(&self, samples: usize) -> Result<Path, Failure> {
        let (mut wire, head) = (self.connect()?, self.head("POST /api/tickets"));
        let mut times = Vec::new();
        for _ in 0..samples {
            let before = self.sent()?;
            let sent = now();
            ask(&mut wire, &head, &self.body, " 201 ")?;
            while self.sent()? == before {
                if sent.elapsed() > Duration::from_secs(10) {
                    return Err("no SMS came".into());
                }
                pause(Duration::from_millis(1));
            }
            times.push(sent.elapsed());
        }
        let times = Samples::new(times);
        Ok(Path { samples, p50_ms: millis(times.percentile(50)), p99_ms: millis(times.percentile(99)) })
    }

    /// The id of the newest message.
    fn sent(&self) -> Result<Option<String>, Failure> {
        let newest = self.app.system.messages(1).map_err(|error| error.to_string())?;
        Ok(newest.into_iter().next().map(|message| message.id))
    }
}

fn ask(wire: &mut Wire, head: &str, body: &str, expected: &str) -> Result<(), Failure> {
    wire.write(head, body.as_bytes())?;
    let answer = wire.read()?.ok_or("the server has closed")?;
    if answer.start.contains(expected) {
        Ok(())
    } else {
        Err(format!("{}: {}", answer.start, String::from_utf8_lossy(&answer.body)).into())
    }
}
