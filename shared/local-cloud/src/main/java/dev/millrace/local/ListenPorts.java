package dev.millrace.local;

import dev.millrace.local.LocalCloudOptions.Port;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;

/// Opens the requested port, or the next free one if that is allowed.
final class ListenPorts {
    private static final int FURTHER = 100;

    interface Binder<T> {
        T bind(InetSocketAddress address) throws IOException;
    }

    private ListenPorts() {}

    static <T> T bind(String what, String option, String host, Port port, Binder<T> binder) {
        var last =
                port.orNextFree() && port.number() != 0 ? port.number() + FURTHER : port.number();
        for (int number = port.number(); number <= Math.min(last, 65_535); number++) {
            var address = new InetSocketAddress(host, number);
            if (address.isUnresolved()) {
                throw new LocalCloudException(
                        "address %s: is unknown; give an address of this machine".formatted(host));
            }
            try {
                return binder.bind(address);
            } catch (IOException e) {
                if (!taken(e)) {
                    throw new LocalCloudException(
                            "%s cannot listen on %s:%s (%s); give an address of this machine and a port above 1023"
                                    .formatted(what, host, number, e.getMessage()),
                            e);
                }
            }
        }
        throw new LocalCloudException(
                "port %s: is in use, so %s cannot listen there; give another %s, or 0 for any free port"
                        .formatted(port.number(), what, option));
    }

    /// A server that listens on all addresses is called on the loopback address.
    static URI uri(String bind, int port) {
        var host = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /// Jetty wraps the operating system's exception.
    private static boolean taken(IOException e) {
        var cause =
                e instanceof BindException || !(e.getCause() instanceof BindException inner)
                        ? e
                        : inner;
        return cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("in use");
    }
}
