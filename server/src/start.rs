//! Start and end of the server.
