//! The database as it is on AWS: some milliseconds away.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::clock::pause;
use crate::failure::Failure;

/// What is added to each call: a call of DynamoDB takes 3 to 6 ms from a function.
pub(crate) const AWAY: Duration = Duration::from_millis(4);

/// Stands before the database and holds each call back; gives its own address.
pub(crate) fn start(database: SocketAddr) -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            thread::spawn(move || between(client, database));
        }
    });
    Ok(address)
}

/// Passes on what one connection says. A call begins with the first bytes after an answer: nobody sends the next one
/// before he has it.
fn between(mut client: TcpStream, database: SocketAddr) -> io::Result<()> {
    let mut server = TcpStream::connect(database)?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let asked = Arc::new(AtomicBool::new(false));
    let (mut answers, mut to, answered) = (server.try_clone()?, client.try_clone()?, asked.clone());
    thread::spawn(move || pass(&mut answers, &mut to, || answered.store(false, Ordering::Relaxed)));
    pass(&mut client, &mut server, || {
        if !asked.swap(true, Ordering::Relaxed) {
            pause(AWAY);
        }
    })
}

fn pass(from: &mut TcpStream, to: &mut TcpStream, first: impl Fn()) -> io::Result<()> {
    let mut part = vec![0; 16 * 1024];
    loop {
        let length = from.read(&mut part)?;
        if length == 0 {
            return to.shutdown(Shutdown::Write);
        }
        first();
        to.write_all(&part[..length])?;
    }
}
