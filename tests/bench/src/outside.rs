//! SNS, SES and Secrets Manager as far as the functions call them: they take everything.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::thread;

use serde_json::json;

use crate::failure::Failure;
use crate::wire::Wire;

/// Starts them; gives their address.
pub(crate) fn start() -> Result<String, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || Wire::new(stream).and_then(serve));
        }
    });
    Ok(address)
}

fn serve(mut wire: Wire) -> std::io::Result<()> {
    while let Some(message) = wire.read()? {
        let (kind, body) = answer(&message.body);
        wire.write(&format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}"), body.as_bytes())?;
    }
    Ok(())
}

fn answer(body: &[u8]) -> (&'static str, String) {
    let form: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
    let Some(action) = form.get("Action") else {
        return ("application/x-amz-json-1.1", secret());
    };
    let mut result = String::from("<MessageId>1</MessageId>");
    if action == "PublishBatch" {
        result = String::from("<Successful>");
        for number in 1..=10 {
            if let Some(id) = form.get(&format!("PublishBatchRequestEntries.member.{number}.Id")) {
                result.extend(["<member><Id>", id, "</Id><MessageId>1</MessageId></member>"]);
            }
        }
        result.push_str("</Successful><Failed></Failed>");
    }
    let metadata = "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>";
    ("text/xml", format!("<{action}Response><{action}Result>{result}</{action}Result>{metadata}</{action}Response>"))
}

/// A key ring. Nothing that is opened here was sealed elsewhere.
fn secret() -> String {
    let ring = json!({ "current": "k1", "k1": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01" });
    json!({ "ARN": "arn:aws:secretsmanager:eu-central-1:000000000000:secret:bench", "Name": "bench", "SecretString": ring.to_string() })
        .to_string()
}
