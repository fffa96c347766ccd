//! The system behind a port.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

use crate::gateway::MAX_BODY;
use crate::{LocalError, System, pages};

impl System {
    /// Serves on `listener` and delivers what waits, until `shutdown` comes. Requests that have begun are
    /// answered; what is not delivered by then is delivered after the next start.
    pub async fn serve(&self, listener: TcpListener, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), LocalError> {
        let router: Router = pages::router(self).fallback(forward).with_state(self.clone());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(shutdown).into_future();
        tokio::select! {
            outcome = serving => Ok(outcome?),
            error = self.deliver() => Err(error),
        }
    }

    /// Delivers what waits and runs what is due, for as long as it is polled.
    async fn deliver(&self) -> LocalError {
        loop {
            if let Err(error) = self.run_schedules().await {
                return error;
            }
            if let Err(error) = self.drain().await {
                return error;
            }
            self.wait().await;
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
