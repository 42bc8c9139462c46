//! Accepts connections and serves them, with hyper itself: a reset needs the socket.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use socket2::Socket;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::fault::{Body, Interrupt};
use crate::received::Received;

/// How long requests in progress may take once the sandbox stops.
const GRACE: Duration = Duration::from_secs(2);

/// Serves until `stop` is sent or dropped; once this future is dropped, all connections are closed.
pub(crate) async fn serve(listener: TcpListener, app: Arc<App>, mut stop: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                match accepted.and_then(|(stream, _)| connection(stream, app.clone())) {
                    Ok(connection) => {
                        connections.spawn(graceful.watch(connection));
                    }
                    // Mostly a lack of file descriptors, which passes.
                    Err(_) => sleep(Duration::from_millis(50)).await,
                }
            },
            Some(_) = connections.join_next() => {}
            _ = &mut stop => break,
        }
    }
    drop(listener);
    // Those that hang on purpose hang on; they end with `connections`.
    let _ = timeout(GRACE, graceful.shutdown()).await;
}

type Connection = http1::Connection<TokioIo<TcpStream>, Interruptible>;

fn connection(stream: TcpStream, app: Arc<App>) -> io::Result<Connection> {
    // Without it small pieces of a trickling body wait for one another.
    let _ = stream.set_nodelay(true);
    let stream = stream.into_std()?;
    let socket = Arc::new(Socket::from(stream.try_clone()?));
    let stream = TcpStream::from_std(stream)?;
    let mut builder = http1::Builder::new();
    let builder = builder.timer(TokioTimer::new());
    Ok(builder.serve_connection(TokioIo::new(stream), Interruptible { app, socket }))
}

/// The sandbox, and what it takes to reset a connection.
struct Interruptible {
    app: Arc<App>,
    /// The socket of the connection once more.
    socket: Arc<Socket>,
}

impl Service<Request<Incoming>> for Interruptible {
    type Response = Response<Body>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Response<Body>>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let app = self.app.clone();
        let socket = self.socket.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = Received::read(&head.headers, body).await;
            let response = app.respond(head, body).await;
            let interrupt = response.extensions().get::<Option<Interrupt>>();
            let interrupt = interrupt.copied().flatten();
            if interrupt.is_some() {
                // When it is closed, what is unsent is thrown away, and the peer is told so.
                socket.set_linger(Some(Duration::ZERO))?;
            }
            match interrupt {
                Some(Interrupt::BeforeHead) => Err(io::Error::other("reset on demand")),
                _ => Ok(response),
            }
        })
    }
}
