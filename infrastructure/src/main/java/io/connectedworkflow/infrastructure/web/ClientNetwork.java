package io.connectedworkflow.infrastructure.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The network that counts as one client where nobody has said who they are: an IPv4 address, or the first 64 bits of an IPv6 address, of
 * which a client has all that begin with them (RFC 6177).
 */
public final class ClientNetwork {

    // What has a colon and else only digits is never looked up in the DNS. Behind a percent sign is the name of an interface.
    private static final Pattern SIX = Pattern.compile("([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:%.*)?");
    private static final int BYTES = 8;

    private ClientNetwork() {}

    /** That of a request, or what the request says of its sender if that is no address. */
    static String of(HttpServletRequest request) {
        var sender = Objects.requireNonNullElse(request.getRemoteAddr(), "");
        var six = SIX.matcher(sender);
        if (!six.matches()) {
            return sender;
        }
        try {
            return of(InetAddress.getByName("[" + six.group(1) + "]"));
        } catch (UnknownHostException noAddress) {
            return sender;
        }
    }

    /** That of an address, or the empty text for that of a connection which has ended. */
    public static String of(@Nullable InetAddress address) {
        return switch (address) {
            case null -> "";
            case Inet6Address six -> HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), BYTES));
            default -> address.getHostAddress();
        };
    }
}
