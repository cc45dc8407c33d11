package com.example.sales.account;

import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.CredentialsMissing;
import io.connectedworkflow.infrastructure.security.Grant;
import io.connectedworkflow.infrastructure.security.RequestCallers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.web.cors.CorsUtils;

/** Lets members in by HTTP basic: to the application, and to connected workflows. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String ALL = "ZohoCRM.settings.connected_workflows.ALL";
    private static final String AUDIT = "ConnectedWorkflow.audit";

    @Bean
    AuthenticationManager authenticationManager(Members members) {
        return new ProviderManager(new DaoAuthenticationProvider(members));
    }

    /** It says nothing about the paths of connected workflows, which never come here. */
    @Bean
    SecurityFilterChain salesSecurity(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable).httpBasic(Customizer.withDefaults())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/about").permitAll()
                        .requestMatchers(HttpMethod.PUT, "/playbooks/*/approval").hasRole("LEAD")
                        .anyRequest().authenticated())
                .build();
    }

    /** Whom a request to connected workflows comes from. Without this bean, it would take the tokens of an issuer. */
    @Bean
    RequestCallers requestCallers(AuthenticationManager authentication) {
        var credentials = new BasicAuthenticationConverter();
        return request -> {
            try {
                var given = isFromElsewhere(request) ? null : credentials.convert(request);
                if (given == null) {
                    throw new CredentialsMissing().asException();
                }
                if (authentication.authenticate(given).getPrincipal() instanceof Member member) {
                    return Grant.of(member.caller().actor(), member.lead() ? List.of(ALL, AUDIT) : List.of(ALL));
                }
                throw new CallerUnknown().asException();
            } catch (AuthenticationException unknown) {
                throw new CallerUnknown().asException();
            }
        };
    }

    // A browser that knows the password sends it by itself, and would do so for a page of anybody's.
    private static boolean isFromElsewhere(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        return CorsUtils.isCorsRequest(request)
                || (site != null && !site.equals("same-origin") && !site.equals("none"));
    }
}
