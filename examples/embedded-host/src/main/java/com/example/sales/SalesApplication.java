package com.example.sales;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. It says nothing about connected workflows: that they are on the class path is enough. */
@SpringBootApplication(proxyBeanMethods = false)
public class SalesApplication {

    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(SalesApplication.class, arguments);
    }
}
