package peer;

import com.nimbusds.jose.*;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.*;
import java.util.*;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.*;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.*;

/** Plain CRUD with the same checks: scope, module exists, name shape, unique name, one per module, quota. */
@SpringBootApplication
@RestController
public class Peer {
    static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes();
    static final java.util.regex.Pattern NAME = java.util.regex.Pattern
            .compile("[0-9a-zA-Z_\\-\\\\.\\|\\$\\?\\,\\'\\/\\!\\P{InBasicLatin}\\s]+");
    record Module(String api_name, String id) {}
    record Item(String name, String description, Module primary_module) {}
    record Body(List<Item> connected_workflows) {}

    final JdbcClient jdbc;
    final TransactionTemplate tx;

    Peer(JdbcClient jdbc, TransactionTemplate tx) {
        this.jdbc = jdbc;
        this.tx = tx;
    }

    @Bean
    JwtDecoder decoder() {
        return NimbusJwtDecoder.withSecretKey(new SecretKeySpec(KEY, "HmacSHA256")).macAlgorithm(MacAlgorithm.HS256)
                .build();
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.csrf(c -> c.disable())
                .sessionManagement(s -> s.sessionCreationPolicy(
                        org.springframework.security.config.http.SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(a -> a.requestMatchers("/crm/**")
                        .hasAuthority("SCOPE_ZohoCRM.settings.connected_workflows.CREATE").anyRequest().permitAll())
                .oauth2ResourceServer(o -> o.jwt(j -> {})).build();
    }

    @PostMapping("/crm/v8/settings/connected_workflows")
    ResponseEntity<?> create(@RequestBody Body body, @AuthenticationPrincipal Jwt jwt) {
        Item item = body.connected_workflows().get(0);
        if (item.name() == null || item.name().length() > 50 || !NAME.matcher(item.name()).matches())
            return error("INVALID_DATA");
        long org = Long.parseLong(jwt.getClaimAsString("org_id"));
        try {
            Long id = tx.execute(s -> {
                if (jdbc.sql("select count(*) from peer_module where org_id=? and id=? and api_name=?").param(org)
                        .param(item.primary_module().id()).param(item.primary_module().api_name()).query(Integer.class)
                        .single() == 0)
                    return null;
                if (jdbc.sql("update peer_quota set used=used+1 where org_id=? and used<1000000").param(org)
                        .update() == 0)
                    return null;
                return jdbc.sql(
                        "insert into peer_workflow(org_id,name,description,module_id,status,created_by) values (?,?,?,?,'draft',?) returning id")
                        .param(org).param(item.name()).param(item.description()).param(item.primary_module().id())
                        .param(jwt.getSubject()).query(Long.class).single();
            });
            if (id == null)
                return error("INVALID_DATA");
            return ResponseEntity.status(201)
                    .body(Map.of("connected_workflows",
                            List.of(Map.of("code", "SUCCESS", "details", Map.of("id", id.toString()), "message",
                                    "connected workflow created successfully", "status", "success"))));
        } catch (DuplicateKeyException e) {
            return error("DUPLICATE_DATA");
        }
    }

    ResponseEntity<?> error(String code) {
        return ResponseEntity.badRequest()
                .body(Map.of("code", code, "details", Map.of(), "message", "", "status", "error"));
    }

    /** Prepares one org with as many modules as asked and prints a token for it. */
    @PostMapping("/prepare")
    String prepare(@RequestParam long org, @RequestParam int modules) throws Exception {
        jdbc.sql("insert into peer_quota values (?,0) on conflict do nothing").param(org).update();
        jdbc.sql("insert into peer_module select ?, g::text, 'M'||g from generate_series(1,?) g on conflict do nothing")
                .param(org).param(modules).update();
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder().subject("1").claim("org_id", "" + org)
                        .claim("scope", "ZohoCRM.settings.connected_workflows.CREATE")
                        .expirationTime(new Date(System.currentTimeMillis() + 3_600_000)).build());
        jwt.sign(new MACSigner(KEY));
        return jwt.serialize();
    }

    public static void main(String[] args) {
        SpringApplication.run(Peer.class, args);
    }
}
