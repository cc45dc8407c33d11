package io.connectedworkflow.server;

import io.connectedworkflow.infrastructure.postgres.PresentClient;
import io.connectedworkflow.infrastructure.web.ClientConnection;
import java.util.Arrays;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Sets up the server's own Tomcat, and its answers where no endpoint of ours is asked. */
@Configuration(proxyBeanMethods = false)
public class ServerWebConfiguration {

    private static final int MOST_CONNECTIONS = 8192;
    private static final long BYTES_OF_A_CONNECTION = 64 << 10;

    // Tomcat takes 0 for as long as it takes.
    private static final long UNLOAD_MILLISECONDS = 100;

    /** Beside our endpoints there is only the health to be seen. */
    @Bean
    @Order(0)
    SecurityFilterChain connectedWorkflowServerSecurity(HttpSecurity http) {
        return http
                .authorizeHttpRequests(requests -> requests
                        .requestMatchers("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")
                        .permitAll().anyRequest().denyAll())
                .csrf(csrf -> csrf.disable()).requestCache(cache -> cache.disable()).logout(logout -> logout.disable())
                .sessionManagement(session -> session.disable()).build();
    }

    @Bean
    ClientConnection connectedWorkflowConnection() {
        return new ClientConnection() {
            @Override
            public void keep() {
                ServerProtocol.current().ifPresent(ServerProtocol.Connection::keep);
            }

            @Override
            public boolean abandon() {
                var connection = ServerProtocol.current();
                connection.ifPresent(ServerProtocol.Connection::abandon);
                return connection.isPresent();
            }
        };
    }

    @Bean
    PresentClient connectedWorkflowClient() {
        return () -> ServerProtocol.current().filter(ServerProtocol.Connection::isAtEnd).isPresent();
    }

    /**
     * Keeps the connections of refused requests, lets the gate refuse TRACE as any other method, answers illegal requests without a
     * page, and does not wait a second time for requests that have outlived the time to finish in. Each connection takes memory, so
     * that there are no more than a quarter of the heap can hold, unless {@code server.tomcat.max-connections} says how many.
     */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectedWorkflowTomcat(Environment settings) {
        return tomcat -> {
            tomcat.setProtocol(ServerProtocol.class.getName());
            tomcat.addConnectorCustomizers(connector -> {
                connector.setAllowTrace(true);
                if (!settings.containsProperty("server.tomcat.max-connections")
                        && connector.getProtocolHandler() instanceof ServerProtocol protocol) {
                    protocol.setMaxConnections(connections(Runtime.getRuntime().maxMemory()));
                }
            });
            tomcat.addContextCustomizers(context -> {
                if (context instanceof StandardContext standard) {
                    standard.setUnloadDelay(UNLOAD_MILLISECONDS);
                }
                if (context.getParent() instanceof StandardHost host) {
                    Arrays.stream(host.getPipeline().getValves()).filter(ErrorReportValve.class::isInstance)
                            .forEach(host.getPipeline()::removeValve);
                    host.setErrorReportValveClass(NoErrorPage.class.getName());
                }
            });
        };
    }

    private static int connections(long heap) {
        return (int) Math.min(MOST_CONNECTIONS, heap / 4 / BYTES_OF_A_CONNECTION);
    }
}
