package io.connectedworkflow.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** One client is told from another by as much of its address as it cannot choose. */
class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,            10.0.0.1,              true",
        "10.0.0.1,            10.0.0.2,              false",
        "2001:db8:1:2::1,     2001:db8:1:2:3:4:5:6,  true",
        "2001:DB8:1:2::1,     2001:db8:1:2::2,       true",
        "2001:db8:1:2::1,     2001:db8:1:3::1,       false",
        "0:0:0:0:0:0:0:1,     ::1,                   true",
        "::ffff:10.0.0.1,     10.0.0.1,              true",
        "::ffff:10.0.0.1,     ::ffff:10.0.0.2,       false",
    })
    void addresses_are_of_one_client_or_of_two(String one, String other, boolean same) throws UnknownHostException {
        assertThat(network(one).equals(network(other))).isEqualTo(same);
        assertThat(ClientNetwork.of(InetAddress.getByName(one)).equals(ClientNetwork.of(InetAddress.getByName(other))))
                .isEqualTo(same);
        assertThat(network(one)).isEqualTo(ClientNetwork.of(InetAddress.getByName(one)));
    }

    @ParameterizedTest
    @CsvSource({"fe80::1%eth0, fe80::2%eth0", "fe80:0:0:0:1:2:3:4%2, fe80::1"})
    void the_name_of_an_interface_does_not_count(String one, String other) {
        assertThat(network(one)).isEqualTo(network(other));
    }

    // A proxy may say anything, and RFC 7239 allows names that hide who it is.
    @ParameterizedTest
    @CsvSource({"unknown", "_hidden", "a:b:zz", "1:2", "example.org", ":::"})
    void what_is_no_address_stands_for_itself(String sender) {
        assertThat(network(sender)).isEqualTo(sender);
    }

    @Test
    void a_connection_that_has_ended_is_of_nobody() {
        assertThat(ClientNetwork.of((InetAddress) null)).isEmpty();
    }

    private static String network(String sender) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(sender);
        return ClientNetwork.of(request);
    }
}
