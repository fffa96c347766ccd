//! The system behind a port.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::gateway::MAX_BODY;
use crate::{LocalError, System, pages};

/// How long requests that have begun may take when the end was asked for: whoever stopped in the middle of sending
/// one must not keep it from coming.
const GRACE: Duration = Duration::from_secs(5);

impl System {
    /// Serves on `listener` and delivers what waits, until `shutdown` comes. Requests that have begun are
    /// answered, if that takes no longer than [`GRACE`]; what is not delivered by then is delivered after the next start.
    pub async fn serve(&self, listener: TcpListener, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), LocalError> {
        let router: Router = pages::router(self).fallback(forward).with_state(self.clone());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let (tell, told) = oneshot::channel();
        let stopping = async move {
            shutdown.await;
            // Nobody hears it who has ended already.
            tell.send(()).unwrap_or_default();
        };
        let overdue = async move {
            if told.await.is_ok() {
                tokio::time::sleep(GRACE).await;
            }
        };
        tokio::select! {
            outcome = axum::serve(listener, service).with_graceful_shutdown(stopping).into_future() => Ok(outcome?),
            () = self.deliver() => Ok(()),
            () = overdue => Ok(()),
        }
    }
}

async fn forward(State(system): State<System>, ConnectInfo(from): ConnectInfo<SocketAddr>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    // One byte more than may come, so that the gateway sees that it is too much.
    let Ok(body) = to_bytes(body, MAX_BODY + 1).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = http::Request::from_parts(parts, body.to_vec());
    system.answer(request, &from.ip().to_string()).await.map(Body::from)
}
